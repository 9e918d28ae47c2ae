from engine.model import events


def test_a_parallel_join_in_a_rework_loop_waits_for_both_branches_every_time(begin):
    case = begin("parallel_rework")
    for turn in range(3):
        case.done("A", a=turn)
        assert case.open() == ["B"]
        case.done("B", b=turn, l=[turn])
        assert case.open() == ["R"]
        case.done("R", rework=turn < 2)
    assert (case.v["a"], case.v["b"], case.v["l"]) == (2, 2, [2])
    assert case.completed


def test_a_token_too_many_is_kept_for_the_next_pairing(begin):
    case = begin("excess_tokens")
    case.done("A1").done("A2")
    assert case.open() == ["B1", "B2"]
    case.done("B1")
    assert case.open() == ["B2", "R"]
    case.done("B2")
    assert case.open() == ["R", "R"]
    assert case.done("R").done("R").completed


def test_an_inclusive_join_waits_for_the_branches_taken(begin):
    case = begin("inclusive", {"x": 5})
    assert case.open() == ["A", "B"]
    case.done("A")
    assert case.open() == ["B"]
    case.done("B")
    assert case.open() == ["D"]
    assert begin("inclusive", {"x": 0}).open() == ["C"]


def test_an_inclusive_gateway_in_a_loop_forgets_the_turn_before(begin):
    case = begin("inclusive_in_loop", {"b": True}).done("B")
    assert case.open() == ["A"]
    case.done("A").done("R", again=True, b=False)
    case.done("A")
    assert case.open() == ["R"]
    case.done("R", again=True, b=True).done("A")
    assert case.open() == ["B"]
    assert case.done("B").done("R", again=False).completed


def test_an_exclusive_gateway_without_a_true_condition_is_an_incident(begin):
    case = begin("incident_in_exclusive", {"l": [1, 0, 2], "zz": 1})
    assert case.incidents() == ["A"]
    token = case.wait("A", "incident").token
    case.correct(token, i=4).retry()
    assert [str(value) for value in case.v["o"]] == ["1", "0.25", "0.5"]
    assert case.incidents() == ["G"]
    assert case.retry().incidents() == ["G"]
    assert case.correct(zz=2).retry().open() == ["U"]


def test_the_first_event_behind_an_event_gateway_wins(begin):
    case = begin("event_gateway", {"k": 1})
    assert len(case.waits("timer")) == 2
    case.at(case.environment.now.replace(hour=11))
    assert case.open() == ["U1"]
    assert case.waits("timer") == case.waits("message") == []
    assert case.flows() == ["S_G", "G_C1", "C1_U1"]
    assert case.done("U1").completed


def test_conditions_on_the_flows_of_a_task_choose_and_the_default_is_for_none(begin):
    assert begin("conditional_flows").done("U", a=True, b=True).open() == ["V", "W"]
    assert begin("conditional_flows").done("U", a=False, b=False).open() == ["X"]


def test_flows_without_ids_and_tasks_called_start_and_end_run(begin):
    case = begin("odd_but_standard")
    assert case.open() == ["End", "T2"]
    assert case.done("End").done("T2").completed
    assert case.told(events.ElementActivated) == ["Start", "End", "T2"]


def test_an_inclusive_join_opens_when_the_branch_that_it_waits_for_goes_elsewhere(begin):
    case = begin("inclusive_branch_leaves").done("A")
    assert case.open() == ["B"]
    assert case.done("B", leave=True).open() == ["D"]
    assert case.done("D").completed
    joined = begin("inclusive_branch_leaves").done("B", leave=False).done("A")
    assert joined.open() == ["D"]
