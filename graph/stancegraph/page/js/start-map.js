/** The page of many holders, without a query console. */

import { startStances } from "./app.js";
import { boardView } from "./board.js";
import { mapView } from "./map.js";
import { networkView } from "./network.js";
import { tableView } from "./table.js";
import { timelineView } from "./timeline.js";

startStances([boardView, networkView, timelineView, tableView, mapView]);
