"""Ctrl-C ends a command with a word on what is kept."""

import pytest

from flows.cli import main as entry


@pytest.mark.parametrize("end", [KeyboardInterrupt(), SystemExit(130)])  # the second is what typer makes of the first
def test_a_stop_is_told(monkeypatch, capsys, end: BaseException) -> None:
    def app() -> None:
        raise end

    monkeypatch.setattr(entry, "app", app)
    monkeypatch.setattr("sys.argv", ["fazhi", "run"])
    with pytest.raises(SystemExit) as ended:
        entry.main()
    assert ended.value.code == 130
    assert "Stopped. What was fetched is kept" in " ".join(capsys.readouterr().err.split())
