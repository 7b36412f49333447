"""One module a family: where its articles and listings lie, and by what a listing's page leads to the next."""

from crawl_site.families import epapers, feeds, gkmlpt, jcms, jpaas, linked, trs_wcm, ucap, vsb

FAMILIES = tuple(module.build for module in (trs_wcm, jcms, jpaas, gkmlpt, ucap, vsb, linked, feeds, epapers))
