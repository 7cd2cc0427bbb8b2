import { startStances } from "./app.js";
import { boardView } from "./board.js";
import { tableView } from "./table.js";

startStances([boardView, tableView]);
