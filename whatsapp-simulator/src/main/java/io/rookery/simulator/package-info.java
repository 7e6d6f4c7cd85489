/** A stand-in for WhatsApp Web, the server behind it and the phones of its people. Development and tests only. */
@NullMarked
package io.rookery.simulator;

import org.jspecify.annotations.NullMarked;
