"""Which sources a run is about: those named by id or by region, or all that are enabled."""

from collections.abc import Sequence

from crawlers import Source, load_sources
from flows.errors import InputError, SettingsError
from flows.settings import Settings
from warehouse import reference

LOCAL_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


def choose_sources(settings: Settings, wanted: Sequence[str] | None) -> tuple[Source, ...]:
    """The sources to look at: those named, or all that are enabled. A name is a source's id, or a region: then its
    enabled sources and those of all regions below it are meant.

    Raises:
        SourceError: a source file that does not fit its schema.
        InputError: a name that no source has, and no region with a source.
        SettingsError: nothing enabled, or public hosts to be asked without a contact.
    """
    known = load_sources(*settings.source_files)
    if wanted:
        chosen = tuple(dict.fromkeys(source for name in wanted for source in _meant(name, known)))
    else:
        chosen = tuple(source for source in known if source.enabled)
    if not chosen:
        raise SettingsError(
            f"None of the {len(known)} sources is enabled: the packaged ones are candidates that nobody has checked. "
            "fazhi sources add URL looks at one and adds it; or copy entries into a YAML file, set enabled: true, and "
            "name it: FAZHI_SOURCES=my-sources.yaml"
        )
    if not settings.contact and any(set(source.allowed_hosts) - LOCAL_HOSTS for source in chosen):
        raise SettingsError(
            "Public sites are only asked by someone who says who he is: set FAZHI_CONTACT to a page or mailbox that "
            "reaches you; it is named in the user agent."
        )
    return chosen


def enabled_sources(settings: Settings) -> tuple[Source, ...]:
    """All sources that the source files enable: those whose standing is watched, due or not."""
    return tuple(source for source in load_sources(*settings.source_files) if source.enabled)


def _meant(name: str, known: Sequence[Source]) -> list[Source]:
    named = [source for source in known if source.id == name]
    if named:
        return named
    regions = reference.regions()
    codes = {region.code for region in (regions.get(name), *regions.named(name)) if region}
    within = [source for source in known if source.enabled and codes & _territories(source)]
    if not within:
        about = "an enabled source of it" if codes else "a source or a region of that name"
        raise InputError(f"{name!r}: there is not {about}. Sources there are: fazhi sources list")
    return within


def _territories(source: Source) -> set[str]:
    """The source's region and all that it lies in."""
    regions = reference.regions()
    region = regions.get(source.region_code)
    return {source.region_code, *(above.code for above in (regions.ancestors(region) if region else ()))}
