"""Measures whether the memory pays.

In: data sets, and the built job. Streams are laid out, and `jobs/undertone replay` answers them with memory carried and reset.
Out: tables with intervals, as Markdown. Knows no model from inside.

Read `measure` first.
"""
