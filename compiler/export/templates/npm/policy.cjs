'use strict';

{{policy}}
module.exports = { PhepError, Policy };
