/** The page of few holders of a server, with a query console. */

import { startStances } from "./stances/app.js";
import { boardView } from "./stances/board.js";
import { servedBy } from "./served/answering.js";
import { siteOfPage } from "./served/site.js";
import { sparqlView } from "./sparql/console.js";
import { networkView } from "./network/network.js";
import { tableView } from "./stances/table.js";
import { timelineView } from "./timeline/timeline.js";

siteOfPage().then((site) =>
  startStances([boardView, networkView, timelineView, tableView, sparqlView(servedBy(site))], site),
);
