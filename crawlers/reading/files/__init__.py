"""Attached files → parts: ``kinds`` what is it · ``pdf``, ``docx``, ``xlsx`` bytes → pages · ``worker`` each file in a
process of its own, under limits · ``convert`` DOC and WPS by an office suite, where there is one · ``read`` the face.
"""
