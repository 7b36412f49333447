def build_site(published, home):
    return home
