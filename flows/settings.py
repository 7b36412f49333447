"""Settings: where fazhi keeps its state and whom it tells, from ``fazhi.toml`` and ``FAZHI_*`` variables.

Secrets (channel addresses hold tokens) come from the environment only and are never printed.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from flows.errors import HomeError, SettingsError

TOML = Path("fazhi.toml")
SECRETS = frozenset({"alert_urls"})


@dataclass(frozen=True, slots=True)
class Home:
    """The places below ``FAZHI_HOME``; see docs/design.md, state on disk."""

    root: Path

    @property
    def archive(self) -> Path:
        """WARC files, append-only: ``YYYY/MM/*.warc.gz``."""
        return self.root / "archive"

    @property
    def runs(self) -> Path:
        """One folder a run: what the stations hand over to each other, enough to resume or replay it."""
        return self.root / "runs"

    @property
    def warehouse(self) -> Path:
        """The writer's database. Nobody else opens it."""
        return self.root / "warehouse.duckdb"

    @property
    def published(self) -> Path:
        """The read-only copy for people and programs."""
        return self.root / "published" / "fazhi.duckdb"

    @property
    def site(self) -> Path:
        """The static site's first page."""
        return self.root / "site" / "index.html"

    @property
    def reference(self) -> Path:
        """Reference data of the user's own (divisions.csv, indicators.yaml, newspapers.csv), where there is any."""
        return self.root / "reference"

    @property
    def sources(self) -> Path:
        """Sources of the user's own; ``fazhi sources add`` writes there."""
        return self.root / "sources.yaml"

    @property
    def alerts_file(self) -> Path:
        """Every delivered alert, one JSON object a line."""
        return self.root / "alerts.jsonl"

    @property
    def alerts_config(self) -> Path:
        """Who is told what, where and when (docs/alerts.md)."""
        return self.root / "alerts.yaml"

    @property
    def alerts_journal(self) -> Path:
        """What became of messages, until the warehouse has noted it."""
        return self.root / "deliveries.jsonl"

    def ensure(self) -> "Home":
        """Creates the folder and proves that it can be written.

        Raises:
            HomeError: it cannot be created or written.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            probe = self.root / f".write-test-{os.getpid()}"
            probe.touch()
            probe.unlink()
        except OSError as error:
            raise HomeError(
                f"The home {self.root} cannot be written ({error.strerror or error}). fazhi keeps its archive, "
                "warehouse and site there and changed nothing. "
                "Choose a folder of yours: FAZHI_HOME=~/fazhi-data fazhi doctor"
            ) from error
        return self


class Settings(BaseSettings):
    """Everything that can be set. Environment beats ``fazhi.toml`` beats the defaults."""

    model_config = SettingsConfigDict(env_prefix="FAZHI_", toml_file=TOML, extra="forbid", frozen=True)

    home: Path = Field(Path("data"), description="Folder of all state (FAZHI_HOME).")
    sources: Annotated[list[Path], NoDecode] = Field(
        default_factory=list,
        description="YAML files of sources to watch; none means sources.yaml in the home, else the packaged ones.",
    )
    contact: str = Field(
        "",
        description="Who crawls: a page or mailbox, named in the user agent. Without it only loopback is crawled.",
    )
    timeout: float = Field(30.0, gt=0, description="Seconds a site gets to answer one request.")
    alert_urls: Annotated[list[SecretStr], NoDecode] = Field(
        default_factory=list, description="Apprise addresses that alerts go to (environment only)."
    )
    alerts: Path | None = Field(None, description="Who is told what; none means alerts.yaml in the home, if any.")
    reference_dirs: str = Field("", description="Folders with reference data of your own, separated like PATH.")
    site_texts: Literal["official", "all", "none"] = Field(
        "official", description="Whose articles the site shows whole; of the others the sentences that are evidence."
    )
    site_url: str = Field("", description="Address where the site will stand, for its feeds.")
    writer_wait: float = Field(30.0, ge=0, description="Seconds to wait for another writer before giving up.")

    @field_validator("home", mode="before")
    @classmethod
    def _not_empty(cls, value: Any) -> Any:
        return value or "data"

    @field_validator("sources", "alert_urls", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        """A variable holds a JSON list, or one entry as it is."""
        if not isinstance(value, str):
            return value
        if value.lstrip().startswith("{"):
            raise ValueError("expected a JSON list or a single entry, not a JSON object")
        return json.loads(value) if value.lstrip().startswith("[") else [value] if value.strip() else []

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Explicit values, then the environment, then ``fazhi.toml`` of the current folder."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @property
    def source_files(self) -> list[Path]:
        """The files of sources: those that are set, else the home's own where there is one; none: the packaged ones."""
        own = self.places.sources
        return self.sources or ([own] if own.exists() else [])

    @property
    def alerts_config(self) -> Path | None:
        """The file that says who is told what, None where there is none."""
        own = self.places.alerts_config
        return self.alerts or (own if own.exists() else None)

    @property
    def places(self) -> Home:
        """The folders below :attr:`home`."""
        try:
            return Home(self.home.expanduser().absolute())
        except RuntimeError as error:
            raise SettingsError(
                f"home {self.home} cannot be resolved: {error} Set FAZHI_HOME to a folder of yours"
            ) from error


def load_settings(**overrides: Any) -> Settings:
    """Reads the settings.

    Raises:
        SettingsError: a value that does not fit, or a secret in ``fazhi.toml``.
    """
    try:
        settings = Settings(**overrides)
    except ValidationError as error:
        rows = "; ".join(
            f"{'.'.join(map(str, e['loc']))}: {e['msg']} (seen: {_shown(e)})" for e in error.errors(include_url=False)
        )
        raise SettingsError(
            f"A setting does not fit: {rows}. Mend {TOML} or the FAZHI_* variable of that name."
        ) from None
    except ValueError as error:  # TOML syntax, or JSON in an environment variable
        raise SettingsError(f"{TOML} or a FAZHI_* variable cannot be read: {error}") from error
    _refuse_secrets_in_toml()
    return settings


def activate(settings: Settings) -> Settings:
    """Makes the user's own reference data count: ``reference_dirs`` and the home's ``reference`` folder."""
    folders = [folder for folder in settings.reference_dirs.split(os.pathsep) if folder]
    if settings.places.reference.is_dir():
        folders.append(str(settings.places.reference))
    os.environ["FAZHI_REFERENCE_DIRS"] = os.pathsep.join(dict.fromkeys(folders))
    return settings


def _shown(error: Any) -> str:
    secret = any(part in SECRETS for part in error["loc"])
    return "hidden" if secret else repr(error["input"])


def _refuse_secrets_in_toml() -> None:
    if not TOML.is_file():
        return
    import tomllib  # noqa: PLC0415  only needed where a file exists

    found = SECRETS & tomllib.loads(TOML.read_text(encoding="utf-8")).keys()
    if found:
        names = ", ".join(f"FAZHI_{name.upper()}" for name in sorted(found))
        raise SettingsError(
            f"{TOML} holds {', '.join(sorted(found))}, which may contain tokens. Secrets belong in the environment: "
            f"set {names} and delete the entry."
        )
