"""What no demand, offer, plan or credit is beyond: a larger amount is in another unit, a later day
mistyped."""

from datetime import timedelta

HIGHEST_AMOUNT = 1_000_000  # 万元
TOO_MUCH = "不能超过 1,000,000 万元（100 亿元），请核对单位是不是万元。"
AHEAD = timedelta(days=366)
