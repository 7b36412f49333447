"""Page → article, one station a module.

``charset`` bytes → text · ``outline`` text → lines of the rendered page · ``metatags`` and ``dateline`` who, when ·
``title`` · ``body`` which lines are the article · ``trailers`` which of them are not · ``tables`` · ``headings`` ·
``page_kind`` is it an article at all · ``read`` the ladder over all of them · ``text`` plain text files.
"""
