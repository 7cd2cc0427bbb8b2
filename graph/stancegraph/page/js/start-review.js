/** The page in which drafts are reviewed. */

import { startReview } from "./review/app.js";

startReview();
