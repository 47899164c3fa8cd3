"""Writes short reviews in many trades, whose verdict is known by how they are made.

In: a list of words (`words.toml`) and a list of ways of saying a verdict (`constructions.txt`). A word is put where a way of saying leaves
room for it; some of the words and of the ways are held out.
Out: texts, each positive or negative. Knows no tokens and no models.

Read `grammar` first.
"""
