"""How gunicorn serves the Flask peer."""

import json
import os

bind = f"127.0.0.1:{os.environ.get('PORT', '0')}"
worker_class = "gthread"
workers = int(os.environ.get("WORKERS", "3"))
threads = int(os.environ.get("THREADS", "8"))
keepalive = 75
graceful_timeout = 5
loglevel = "warning"


def on_starting(_):
    # Once, before there are workers that would do it all at the same time.
    from app import create_schema

    create_schema()


def when_ready(server):
    port = server.LISTENERS[0].sock.getsockname()[1]
    print(json.dumps({"event": "listen", "port": port}), flush=True)
