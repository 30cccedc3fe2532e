import time, collections
import pytest
from django.db import connection
from accounts.duties import Duty
from enterprises.imports.steps import apply_batch, check_batch
from tests.enterprises.imports import *
from tests.enterprises.conftest import own_media
pytestmark = pytest.mark.usefixtures("own_media")
def test_speed(as_actor, district):
    actor = as_actor(Duty.DISTRICT_REVIEWER, district=district)
    data = csv_bytes([line(n, report_year=2025, rd_cost=n) for n in range(20000)])
    batch, scope = new_batch(actor, data)
    T=collections.Counter()
    def wrap(execute, sql, params, many, context):
        t=time.perf_counter()
        try: return execute(sql, params, many, context)
        finally: T[sql[:60]]+=time.perf_counter()-t
    for name, f in (("check", lambda: check_batch(batch.pk, scope)), ("apply", lambda: apply_batch(batch.pk, scope))):
        T.clear(); t=time.time(); c=time.process_time()
        with connection.execute_wrapper(wrap): f()
        print(name, time.time()-t, "cpu", time.process_time()-c, "sql", sum(T.values()))
        for k,v in T.most_common(8): print("   %.2f %s"%(v,k))
        approve(actor, batch)
