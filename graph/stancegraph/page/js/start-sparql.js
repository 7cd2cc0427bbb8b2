/** The page with a query console. */

import { startStances } from "./app.js";
import { boardView } from "./board.js";
import { sparqlView } from "./console.js";
import { mapView } from "./map.js";
import { networkView } from "./network.js";
import { tableView } from "./table.js";
import { timelineView } from "./timeline.js";

startStances([boardView, networkView, timelineView, tableView, mapView, sparqlView]);
