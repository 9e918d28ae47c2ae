from pathlib import Path

from webapp.web.access import EVERYONE, RIGHTS, SIGNED_IN, find_decision

LIST = Path(__file__).parent / "routes.txt"
OPEN = {
    "static",
    "session.home",
    "session.sign_in",
    "session.begin_session",
    "session.choose_language",
    "api.openapi",
    "api.begin_session",
}


def list_routes(app):
    lines = []
    for rule in app.url_map.iter_rules():
        methods = ",".join(sorted(rule.methods - {"HEAD", "OPTIONS"}))
        decision = ", ".join(sorted(find_decision(app.view_functions[rule.endpoint])))
        lines.append(f"{methods:7}{rule.rule:62}{rule.endpoint:30}{decision}")
    return sorted(lines, key=lambda line: line.split()[1:])


def test_no_address_comes_or_goes_unnoticed(app):
    assert list_routes(app) == LIST.read_text().splitlines()


def test_every_view_carries_a_known_decision_on_who_may_open_it(app):
    for endpoint, view in app.view_functions.items():
        decision = find_decision(view)
        assert decision, endpoint
        assert decision <= {EVERYONE, SIGNED_IN} | RIGHTS, endpoint


def test_only_the_way_in_is_open_to_everyone(app):
    opened = {
        endpoint for endpoint, view in app.view_functions.items() if EVERYONE in find_decision(view)
    }
    assert opened == OPEN


def test_a_view_without_a_decision_is_refused_to_everyone(make_app, client_of):
    app = make_app()
    app.add_url_rule("/undecided", view_func=lambda: "open", endpoint="undecided")
    assert client_of(app).get("/undecided").status_code in {303, 403}
    assert client_of(app, "admin@example.org").get("/undecided").status_code == 403


def test_whatever_changes_something_is_not_a_get(app):
    changing = {"claim", "release", "submit", "begin", "sign_out", "retry", "correct", "cancel"}
    for rule in app.url_map.iter_rules():
        if rule.endpoint.rpartition(".")[2] in changing:
            assert "GET" not in rule.methods, rule.endpoint


def test_paths_are_lower_case_words_joined_by_hyphens(app):
    for rule in app.url_map.iter_rules():
        for part in rule.rule.split("/"):
            if part and not part.startswith("<"):
                assert part == part.lower(), rule.rule
                assert "_" not in part, rule.rule
