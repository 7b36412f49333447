"""Attached files → parts: ``kinds`` what is it · ``pdf``, ``docx``, ``xlsx`` bytes → HTML · ``worker`` each file in a
process of its own, under limits · ``convert`` DOC and WPS by an office suite, where there is one · ``read`` the face.

A PDF page on its way: ``pdf_lines`` characters and lines → ``pdf_tables`` ruled tables → ``paragraphs`` the rest.
"""
