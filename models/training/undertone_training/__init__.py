"""Trains recurrent nets that remember every user, and writes them as bundles that the stream serves.

A review comes from a data set (`data`) and becomes token ids (`text`). A model learns from the ids (`teach`, `language`), or somebody
brings one that was trained elsewhere (`bring`, `pytorch`, `keras`). A trained model is a `net`: arrays and names. `graph` draws the net in
ONNX, and `bundle` writes the graphs with everything that the stream needs. `zoo` writes small bundles for tests; `study` measures bundles.

Packages stand on floors, and imports point down: tests/test_house.py lists them. Read `teach/recipes.py` first: one recipe is one bundle.
"""
