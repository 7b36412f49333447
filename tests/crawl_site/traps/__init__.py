"""Sites that loop, lie, hang, block and flood. Each trap says how the source must fare and what it may cost.

A :class:`Trap` is a source of its own on hosts of its own, so that its requests can be counted.
"""

from crawl_site.traps import addresses, blocks, bodies, machines, paging, redirects, robots, tls
from crawl_site.traps.trap import Setting, Trap

MODULES = (addresses, blocks, bodies, machines, paging, redirects, robots, tls)


def build(setting: Setting) -> list[Trap]:
    """Every trap, on the network."""
    return [trap for module in MODULES for trap in module.build(setting)]
