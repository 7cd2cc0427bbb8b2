/** The page of a server that is all console. */

import { startConsole } from "./served/console-page.js";

startConsole();
