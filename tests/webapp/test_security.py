import pytest

from webapp.web.redirects import is_ours

PAGES = ["/sign-in", "/nope", "/static/docket.css", "/api/v1/openapi.json", "/api/v1/cases"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_security_headers(visitor, path):
    with visitor.get(path) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_are_never_kept_and_versioned_files_always(visitor):
    assert visitor.get("/sign-in").headers["Cache-Control"] == "no-store"
    with visitor.get("/static/docket.css?v=1") as answer:
        assert "immutable" in answer.headers["Cache-Control"]


def test_each_answer_has_its_own_nonce(visitor):
    policies = {visitor.get("/sign-in").headers["Content-Security-Policy"] for _ in range(3)}
    assert len(policies) == 3


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 400),
        ({"Origin": "http://localhost"}, 400),
    ],
    ids=["other site", "sister site", "other origin", "no origin", "silent", "ours", "our origin"],
)
def test_a_change_without_a_form_token_is_refused_wherever_it_comes_from(app, headers, status):
    client = app.test_client()
    assert client.post("/sign-in", data={"email": "x"}, headers=headers).status_code == status


def test_a_cross_site_request_is_refused_even_with_a_good_token(staff):
    response = staff.post("/sign-out", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403
    assert staff.get("/inbox").status_code == 200


def test_over_tls_the_cookie_belongs_to_this_host_alone(make_app, client_of):
    client = client_of(make_app(tls=True), "staff@example.org", base_url="https://localhost")
    cookie = client.get_cookie("__Host-docket")
    assert cookie.secure
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.path == "/"
    answer = client.get("/inbox", base_url="https://localhost")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize(
    ("target", "ours"),
    [
        ("/inbox", True),
        ("/inbox?view=mine", True),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
        ("inbox", False),
        ("/ok\\..", False),
    ],
)
def test_only_paths_of_this_site_are_gone_on_to(target, ours):
    assert is_ours(target) is ours


def test_too_many_sign_ins_from_one_address_are_slowed_down(make_app, client_of):
    client = client_of(make_app(sign_in_limit="3 per minute"))
    answers = [
        client.post_form("/sign-in", {"email": "staff@example.org", "password": "wrong"})
        for _ in range(4)
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403, 429]
