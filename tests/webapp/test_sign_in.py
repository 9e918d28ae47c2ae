PASSWORD = "a quiet long word"


def test_whoever_is_not_signed_in_is_sent_to_sign_in_and_back(visitor):
    answer = visitor.get("/inbox?view=mine")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/inbox?view%3Dmine"
    form = {"email": "staff@example.org", "password": PASSWORD, "next": "/inbox?view=mine"}
    assert visitor.post_form("/sign-in", form).location == "/inbox?view=mine"


def test_a_wrong_password_says_neither_which_was_wrong_nor_what_was_typed(visitor):
    known = visitor.post_form("/sign-in", {"email": "staff@example.org", "password": "nonsense"})
    unknown = visitor.post_form("/sign-in", {"email": "ghost@example.org", "password": "nonsense"})
    assert known.status_code == unknown.status_code == 403
    assert "nonsense" not in known.text
    assert 'role="alert"' in known.text
    assert 'value="staff@example.org"' in known.text
    alert = '<div class="alert alert-danger" role="alert"'
    assert known.text.split(alert)[1][:150] == unknown.text.split(alert)[1][:150]


def test_signing_in_never_leads_to_another_site(visitor):
    form = {"email": "staff@example.org", "password": PASSWORD, "next": "//evil.example/"}
    assert visitor.post_form("/sign-in", form).location == "/inbox"


def test_a_session_that_was_signed_out_is_worth_nothing(app, staff):
    token = staff.get_cookie("docket").value
    assert staff.post_form("/sign-out").status_code == 303
    thief = app.test_client()
    thief.set_cookie("docket", token)
    assert thief.get("/inbox").status_code == 303


def test_the_session_cookie_is_out_of_reach_of_scripts(staff):
    cookie = staff.get_cookie("docket")
    assert cookie.http_only
    assert cookie.same_site == "Lax"


def test_sample_accounts_are_listed_in_a_demonstration_only(make_app):
    demo = make_app(demo_password="just for show").test_client().get("/sign-in").text
    assert "Amal Haddad" in demo
    assert "just for show" in demo
    assert "Amal Haddad" not in make_app(demo=False).test_client().get("/sign-in").text


def test_sample_accounts_stay_on_this_machine(make_app):
    client = make_app(demo_password="just for show").test_client()
    page = client.get("/sign-in", environ_base={"REMOTE_ADDR": "198.51.100.7"}).text
    assert "Amal Haddad" not in page
    assert "just for show" not in page


def test_a_new_password_takes_the_place_of_the_old(app, staff, client_of):
    wrong = {"old": PASSWORD, "new": "another long word", "again": "mistyped long word"}
    assert staff.post_form("/profile/password", wrong).status_code == 422
    right = wrong | {"again": "another long word"}
    assert staff.post_form("/profile/password", right).status_code == 303
    other = app.test_client()
    form = {"email": "staff@example.org", "password": PASSWORD}
    assert other.post_form("/sign-in", form).status_code == 403
    form["password"] = "another long word"
    assert other.post_form("/sign-in", form).status_code == 303


def test_the_profile_shows_office_and_supervisor(staff):
    page = staff.get("/profile").text
    assert "Amman" in page
    assert "Bashir Nasser" in page
