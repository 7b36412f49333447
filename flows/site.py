"""The site as the settings want it: whose texts are shown, where it will stand."""

from flows import progress
from flows.settings import Settings
from warehouse.site import Built, Options, build_site


def build_site_of(settings: Settings, *, fresh: bool = False) -> Built:
    """Builds the site of the home from its published copy and tells how far it is. Errors as
    :func:`warehouse.build_site`."""
    home = settings.places
    options = Options(settings.site_texts, settings.site_url, fresh)
    return build_site(home.published, home.root, options, lambda done, total: progress.tell("site", done, total))
