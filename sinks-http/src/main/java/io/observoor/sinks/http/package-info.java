/** Posts windows to a server. */
package io.observoor.sinks.http;
