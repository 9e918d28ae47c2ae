from datetime import timedelta
from pathlib import Path

import pytest

from engine.errors import DocketError
from engine.model.connectors import Origin, Outside
from webapp.cli.connectors_file import read_outside
from webapp.cli.installation import read_installation

WHOLE = """
[http]
timeout = 5
largest = 1000
[http.origins."https://erp.example.org:8443"]
internal = true
authorization = "Bearer s"
authority = "/etc/ssl/our.pem"
[http.origins."https://api.example.org"]
[files]
exchange = "/srv/exchange"
largest = 2000
"""


def test_what_may_be_reached_stands_in_one_file(tmp_path):
    path = tmp_path / "connectors.toml"
    path.write_text(WHOLE)
    assert read_outside(path) == Outside(
        origins={
            "https://erp.example.org:8443": Origin(
                internal=True, authorization="Bearer s", authority=Path("/etc/ssl/our.pem")
            ),
            "https://api.example.org": Origin(),
        },
        http_timeout=timedelta(seconds=5),
        http_bytes=1000,
        exchange=Path("/srv/exchange"),
        file_bytes=2000,
    )


def test_without_the_file_nothing_may_be_reached(tmp_path):
    assert read_outside(tmp_path / "connectors.toml") == Outside()


def test_the_installation_reads_it_from_its_data_directory(tmp_path):
    (tmp_path / "connectors.toml").write_text(WHOLE)
    place = read_installation({"DOCKET_DATA_DIR": str(tmp_path)})
    assert place.settings.outside.exchange == Path("/srv/exchange")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[http", "cannot be read"),
        ("[mail]\n", "“mail” is not known"),
        ("http = 1\n", "“http” is not a table"),
        ("[http]\ntimeout = 0\n", "whole number above zero"),
        ('[http]\ntimeout = "5"\n', "whole number above zero"),
        ('[http.origins."erp.example.org"]\n', "not an origin"),
        ('[http.origins."https://erp.example.org/path"]\n', "not an origin"),
        ('[http.origins."https://a.org"]\nintern = true\n', "“intern” is not known"),
        ('[http.origins."https://a.org"]\ninternal = 1\n', "neither true nor false"),
        ('[http.origins."https://a.org"]\nauthorization = 1\n', "not a text"),
        ('[files]\nexchange = "here"\n', "not an absolute path"),
    ],
)
def test_what_is_not_understood_is_named(tmp_path, text, why):
    path = tmp_path / "connectors.toml"
    path.write_text(text)
    with pytest.raises(DocketError, match=why) as refused:
        read_outside(path)
    assert "connectors.toml" in str(refused.value)
