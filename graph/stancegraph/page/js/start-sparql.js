/** The page of few holders, with a query console. */

import { startStances } from "./stances/app.js";
import { boardView } from "./stances/board.js";
import { sparqlView } from "./sparql/console.js";
import { embedded } from "./sparql/sparql.js";
import { networkView } from "./network/network.js";
import { tableView } from "./stances/table.js";
import { timelineView } from "./timeline/timeline.js";

startStances([boardView, networkView, timelineView, tableView, sparqlView(embedded)]);
