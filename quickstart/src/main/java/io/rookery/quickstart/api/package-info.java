/** A client of the gateway's REST API and of its event stream, as far as the command line and the demo need it. */
@NullMarked
package io.rookery.quickstart.api;

import org.jspecify.annotations.NullMarked;
