// Starts GOV.UK Frontend and our own enhancements. Every page works without this file.
import { initAll } from "../govuk/govuk-frontend.min.js";

initAll();
