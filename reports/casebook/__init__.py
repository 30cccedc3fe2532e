"""The casebook of hidden champions (隐形冠军案例集)."""
