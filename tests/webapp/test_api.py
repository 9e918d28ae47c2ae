import pytest

PASSWORD = "a quiet long word"


@pytest.fixture
def call(app):
    """Call the interface as a person; returns the answer."""
    tokens = {}

    def call(method, path, person="", json=None, **headers):
        client = app.test_client()
        if person and person not in tokens:
            account = {"email": f"{person}@example.org", "password": PASSWORD}
            answer = client.post("/api/v1/session", json=account)
            assert answer.status_code == 201, answer.text
            tokens[person] = answer.json["token"]
        sent = {"Sec-Fetch-Site": "none"} | {key.replace("_", "-"): v for key, v in headers.items()}
        if person:
            sent["Authorization"] = f"Bearer {tokens[person]}"
        return client.open(f"/api/v1{path}", method=method, json=json, headers=sent)

    return call


ANSWERS = {"reason": "Dentist", "days": 3}


def test_a_case_runs_from_start_to_end_over_the_interface(call):
    (procedure,) = call("GET", "/procedures", "staff").json["rows"]
    assert procedure["id"] == "errand"
    fields = call("GET", "/procedures/errand", "staff").json["fields"]
    assert [field["key"] for field in fields] == ["reason", "days", "note", "proof"]
    started = call("POST", "/cases", "staff", {"procedure": "errand", "answers": ANSWERS})
    assert started.status_code == 201
    (task,) = call("GET", "/tasks", "approver").json["rows"]
    assert task["business_key"] == started.json["business_key"]
    assert call("POST", f"/tasks/{task['id']}/claim", "approver").status_code == 204
    shown = call("GET", f"/tasks/{task['id']}", "approver").json
    assert shown["may_complete"] is True
    answers = {"answers": {"decision": "yes"}}
    done = call("POST", f"/tasks/{task['id']}/complete", "approver", answers)
    assert done.json == {"case": started.json["case"], "next_task": None}
    case = call("GET", f"/cases/{started.json['case']}", "staff").json
    assert case["case"]["status"] == "completed"
    assert case["case"]["outcome"] == "Granted"
    history = call("GET", f"/cases/{started.json['case']}/history", "staff").json["rows"]
    assert {"started", "task-completed", "completed"} <= {entry["kind"] for entry in history}


def test_the_interface_knows_nobody_by_a_cookie(staff):
    assert staff.get("/inbox").status_code == 200
    answer = staff.get("/api/v1/cases")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_that_was_ended_is_worth_nothing(call):
    assert call("GET", "/tasks", "staff").status_code == 200
    assert call("DELETE", "/session", "staff").status_code == 204
    assert call("GET", "/tasks", "staff").status_code == 401


@pytest.mark.parametrize(
    ("body", "element"),
    [
        ({}, "procedure"),
        ({"procedure": "errand", "surprise": 1}, "surprise"),
        ({"procedure": 5}, "procedure"),
        ({"procedure": "errand", "answers": []}, "answers"),
    ],
)
def test_a_wrong_body_is_explained_field_by_field(call, body, element):
    answer = call("POST", "/cases", "staff", body)
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert element in {problem["element"] for problem in answer.json["problems"]}


def test_wrong_answers_name_the_field(call):
    body = {"procedure": "errand", "answers": {"reason": "x", "days": 99}}
    answer = call("POST", "/cases", "staff", body)
    assert answer.status_code == 422
    assert [problem["element"] for problem in answer.json["problems"]] == ["days"]


def test_a_body_that_is_no_json_is_refused(call, app):
    call("GET", "/tasks", "staff")
    answer = app.test_client().post("/api/v1/session", data="{", content_type="application/json")
    assert answer.status_code == 400


def test_a_repeated_start_with_one_key_is_one_case(call):
    body = {"procedure": "errand", "answers": ANSWERS}
    answers = [call("POST", "/cases", "staff", body, Idempotency_Key="k").json for _ in range(2)]
    assert answers[0] == answers[1]
    assert call("GET", "/cases", "staff").json["total"] == 1


def test_others_see_nothing_of_a_case(call):
    started = call("POST", "/cases", "staff", {"procedure": "errand", "answers": ANSWERS}).json
    assert call("GET", f"/cases/{started['case']}", "stranger").status_code == 404
    assert call("GET", "/cases?view=all", "stranger").json["total"] == 0


def test_confidential_values_stay_inside(call):
    body = {"procedure": "errand", "answers": ANSWERS | {"note": "My tooth"}}
    started = call("POST", "/cases", "staff", body).json
    answer = call("GET", f"/cases/{started['case']}", "staff")
    assert "My tooth" not in answer.text
    (note,) = [one for one in answer.json["variables"] if one["name"] == "note"]
    assert note == {"name": "note", "value": None, "confidential": True}


def test_only_an_administrator_tells_cases_something(call):
    body = {"name": "hello"}
    assert call("POST", "/signals", "staff", body).status_code == 403
    assert call("POST", "/messages", "staff", body).status_code == 403
    assert call("POST", "/signals", "admin", body).json == {"deliveries": 0}
    assert call("POST", "/messages", "admin", body).json["case"] is None


def test_two_claims_end_in_a_conflict(call):
    call("POST", "/cases", "staff", {"procedure": "errand", "answers": ANSWERS})
    (task,) = call("GET", "/tasks", "approver").json["rows"]
    assert call("POST", f"/tasks/{task['id']}/claim", "approver").status_code == 204
    second = call("POST", f"/tasks/{task['id']}/claim", "colleague")
    assert second.status_code == 409
    assert "Bashir Nasser" in second.json["detail"] or second.json["detail"]


def test_the_description_names_every_operation(call, app):
    described = call("GET", "/openapi.json").json
    assert described["openapi"] == "3.1.0"
    found = {
        (method.upper(), path)
        for path, operations in described["paths"].items()
        for method in operations
    }
    rules = {
        (method, rule.rule.removeprefix("/api/v1").replace("<string:", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.") and rule.endpoint != "api.openapi"
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert found == rules


def test_every_reference_of_the_description_leads_somewhere(call):
    described = call("GET", "/openapi.json").json

    def walk(node):
        if isinstance(node, dict):
            if "$ref" in node:
                yield node["$ref"]
            for inner in node.values():
                yield from walk(inner)
        elif isinstance(node, list):
            for inner in node:
                yield from walk(inner)

    for reference in set(walk(described)):
        place = described
        for part in reference.removeprefix("#/").split("/"):
            place = place[part]
        assert place


def test_the_interface_answers_with_what_it_describes(call):
    described = call("GET", "/openapi.json").json["components"]["schemas"]
    call("POST", "/cases", "staff", {"procedure": "errand", "answers": ANSWERS})
    (row,) = call("GET", "/tasks", "approver").json["rows"]
    assert set(row) == set(described["TaskRow"]["properties"])
    (case,) = call("GET", "/cases", "staff").json["rows"]
    assert set(case) == set(described["Case"]["properties"])
