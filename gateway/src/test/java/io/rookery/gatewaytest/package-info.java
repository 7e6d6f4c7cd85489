@NullMarked
package io.rookery.gatewaytest;

import org.jspecify.annotations.NullMarked;
