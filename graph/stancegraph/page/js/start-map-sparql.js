/** The page of many holders, with a query console. */

import { startStances } from "./stances/app.js";
import { boardView } from "./stances/board.js";
import { sparqlView } from "./sparql/console.js";
import { embedded } from "./sparql/sparql.js";
import { mapView } from "./map/map.js";
import { networkView } from "./network/network.js";
import { tableView } from "./stances/table.js";
import { timelineView } from "./timeline/timeline.js";

startStances([boardView, networkView, timelineView, tableView, mapView, sparqlView(embedded)]);
