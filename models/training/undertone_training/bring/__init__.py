"""Makes a bundle of a model that somebody else trained.

In: a description, a TOML file, and the model that `pytorch` or `keras` read as it says. The net is compared with the model's own forward
pass.
Out: a bundle, or a refusal that says what to change. Knows no frameworks.

Read `description` first, then `export`.
"""
