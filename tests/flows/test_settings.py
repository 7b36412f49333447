"""Settings: environment beats file beats default; secrets stay out of files and messages."""

from pathlib import Path

import pytest

from flows.errors import HomeError, SettingsError
from flows.settings import Home, load_settings


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("FAZHI_HOME", "FAZHI_SOURCES", "FAZHI_CONTACT", "FAZHI_ALERT_URLS"):
        monkeypatch.delenv(name, raising=False)


def test_the_default_home_is_data_in_the_current_folder(tmp_path):
    assert load_settings().places.root == tmp_path / "data"


def test_environment_beats_file(tmp_path, monkeypatch):
    Path("fazhi.toml").write_text('home = "from-file"\ncontact = "mail@example.org"\n', encoding="utf-8")
    assert load_settings().places.root == tmp_path / "from-file"
    monkeypatch.setenv("FAZHI_HOME", "from-environment")
    settings = load_settings()
    assert settings.places.root == tmp_path / "from-environment"
    assert settings.contact == "mail@example.org"


def test_a_value_that_does_not_fit_is_named_with_what_was_seen(monkeypatch):
    monkeypatch.setenv("FAZHI_WRITER_WAIT", "soon")
    with pytest.raises(SettingsError, match=r"writer_wait.*'soon'"):
        load_settings()


def test_an_unknown_setting_in_the_file_is_an_error():
    Path("fazhi.toml").write_text('hmoe = "data"\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="hmoe"):
        load_settings()


def test_secrets_belong_in_the_environment_not_in_the_file():
    Path("fazhi.toml").write_text('alert_urls = ["json://token-in-a-file"]\n', encoding="utf-8")
    with pytest.raises(SettingsError, match="FAZHI_ALERT_URLS") as refused:
        load_settings()
    assert "token-in-a-file" not in str(refused.value)


def test_a_secret_that_does_not_fit_is_not_printed(monkeypatch):
    monkeypatch.setenv("FAZHI_ALERT_URLS", '{"a": "json://hidden-token"}')
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert "hidden-token" not in str(refused.value)


def test_a_home_that_cannot_be_written_names_itself_and_the_way_out(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder", encoding="utf-8")
    with pytest.raises(HomeError, match=r"file/home.*FAZHI_HOME"):
        Home(in_the_way / "home").ensure()


@pytest.mark.parametrize("value", ["my.yaml", '["my.yaml"]'])
def test_a_list_of_one_may_be_written_without_brackets(monkeypatch, value):
    monkeypatch.setenv("FAZHI_SOURCES", value)
    assert load_settings().sources == [Path("my.yaml")]


def test_an_empty_home_is_the_default_one(tmp_path, monkeypatch):
    monkeypatch.setenv("FAZHI_HOME", "")
    assert load_settings().places.root == tmp_path / "data"
