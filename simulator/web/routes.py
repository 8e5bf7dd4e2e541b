"""All that browsers see of the simulator. Each page has its own ROUTES."""

from starlette.routing import BaseRoute, Mount, Route

from simulator.web import chatgpt_page, infrastructure_page, line_page, plugin_page
from simulator.web.page import FOLDER, Static, endpoint, ready

ROUTES: list[BaseRoute] = [
    Route("/ui/ready", endpoint(ready)),
    *line_page.ROUTES,
    *chatgpt_page.ROUTES,
    *plugin_page.ROUTES,
    *infrastructure_page.ROUTES,
    Mount("/ui/static", Static(directory=FOLDER / "static")),
]
