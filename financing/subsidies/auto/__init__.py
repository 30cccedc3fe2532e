"""Money without a claim (免申即享): the city lists who is due, each enterprise confirms with one
click.

Source: domain facts A8: three steps (数据比对 → 意愿确认 → 拨付到账), checked by the system.
"""
