import sys, threading, traceback, faulthandler
from tests.ui.test_palette import *
from tests.ui.test_palette import window, ids
from tests.ui.conftest import *
from tests.conftest import *
def test_dbg(qtbot, window, context, ids):
    for asset_id in ids[:2]:
        context.write(lambda uow, _progress, one=asset_id: assets.update(uow, one, {"serial": "TWICE-1"}))
    import time
    t=time.time()
    for k in range(6):
        try:
            qtbot.waitUntil(lambda: not context.is_busy, timeout=2000); print("done",time.time()-t); break
        except Exception:
            print("busy", len(context._jobs), [j for j in context._jobs], context.is_writing)
            faulthandler.dump_traceback(file=sys.__stderr__, all_threads=True)
