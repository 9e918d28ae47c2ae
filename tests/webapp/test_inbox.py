from dataclasses import replace

from engine.commands.deploy_procedure import deploy_procedure
from engine.commands.import_directory import import_directory
from engine.model.ids import SYSTEM
from engine.queries import inbox
from tests.webapp.conftest import make_directory, read_procedure_files


def test_a_task_waits_for_those_who_hold_the_role_in_the_office_of_the_case(sign_in, start_case):
    start_case("staff")
    page = sign_in("approver").get("/inbox").text
    assert "Decide on the errand" in page
    assert "Amal Haddad" in page
    assert "You are Approver in Amman." in page
    assert "due in 2 days" in page
    assert "Decide on the errand" not in sign_in("stranger").get("/inbox").text
    assert "Nothing waits for you." in sign_in("staff").get("/inbox").text


def test_whoever_takes_a_task_has_it_among_theirs(sign_in, start_case, find_task):
    start_case()
    approver = sign_in("approver")
    assert "Decide on the errand" not in approver.get("/inbox?view=mine").text
    assert approver.post_form(f"/tasks/{find_task()}/claim").status_code == 303
    assert "Decide on the errand" in approver.get("/inbox?view=mine").text
    assert approver.post_form(f"/tasks/{find_task()}/release").status_code == 303
    assert "Decide on the errand" not in approver.get("/inbox?view=mine").text


def test_the_second_to_take_a_task_is_told_who_was_first(sign_in, start_case, find_task):
    start_case()
    sign_in("approver").post_form(f"/tasks/{find_task()}/claim")
    colleague = sign_in("colleague")
    answer = colleague.post_form(f"/tasks/{find_task()}/claim", follow_redirects=True)
    assert "Bashir Nasser took this task before you." in answer.text


def test_tasks_are_found_by_case_number_and_person(sign_in, start_case):
    start_case()
    approver = sign_in("approver")
    assert "Decide on the errand" in approver.get("/inbox?search=haddad").text
    assert "Decide on the errand" in approver.get("/inbox?search=ERR-").text
    assert "No task matches." in approver.get("/inbox?search=nobody").text
    assert "Decide on the errand" in approver.get("/inbox?procedure=errand&unit=amman").text
    assert "No task matches." in approver.get("/inbox?unit=nairobi").text


def test_a_long_list_comes_in_pages_that_keep_the_filter(sign_in, start_case):
    staff = sign_in("staff")
    for number in range(27):
        start_case(client=staff, _key=f"k{number}")
    approver = sign_in("approver")
    first = approver.get("/inbox?search=haddad").text
    assert first.count('class="row-card"') == 25
    assert "Page 1 of 2" in first
    assert 'href="/inbox?search=haddad&amp;page=2"' in first
    assert approver.get("/inbox?search=haddad&page=2").text.count('class="row-card"') == 2


def test_nonsense_in_the_address_is_no_error(approver):
    page = approver.get("/inbox?page=-3&view=elsewhere&sort=random&unit=%00")
    assert page.status_code == 200


def test_the_procedure_speaks_the_language_of_the_reader(sign_in, start_case):
    start_case()
    approver = sign_in("approver")
    approver.post_form("/language", {"language": "fr", "next": "/inbox"})
    page = approver.get("/inbox").text
    assert "Décider de la course" in page
    assert "à faire dans 2 jours" in page


def test_the_days_of_a_deadline_are_those_of_the_office_of_the_case(engine, start_case):
    start_case()
    (row,) = inbox.list_tasks(engine, person="approver").rows
    assert row.zone == "Asia/Amman"


def test_a_task_that_four_eyes_keep_from_somebody_says_so_and_is_not_offered(
    engine, start_case, sign_in
):
    files = read_procedure_files()
    kept = b'value="R2"/><zeebe:property name="fourEyes" value="asked"/>'
    files["errand.bpmn"] = files["errand.bpmn"].replace(b'value="R2"/>', kept, 1)
    deploy_procedure(engine, actor=SYSTEM, files=files)
    start_case("approver")
    own = sign_in("approver").get("/inbox").text
    assert "Bashir Nasser did “Asked” in this case" in own
    assert "for somebody else" in own
    assert ">Take<" not in own
    other = sign_in("colleague").get("/inbox").text
    assert "for somebody else" not in other
    assert ">Take<" in other


def test_offices_are_named_in_the_language_of_the_reader(engine, start_case, sign_in):
    directory = make_directory()
    units = tuple(
        replace(one, names={"fr": "Bureau d'Amman"}) if one.id == "amman" else one
        for one in directory.units
    )
    import_directory(engine, actor=SYSTEM, directory=replace(directory, units=units))
    start_case("staff")
    approver = sign_in("approver")
    assert "Bureau d&#39;Amman" not in approver.get("/inbox").text
    approver.post_form("/language", {"language": "fr", "next": "/inbox"})
    page = approver.get("/inbox").text
    assert page.count("Bureau d&#39;Amman") == 3  # to choose from, of the case, of the role
    assert "Nairobi" in page
    assert "Bureau d&#39;Amman" in approver.get("/profile").text
