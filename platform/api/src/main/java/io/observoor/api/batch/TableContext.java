package io.observoor.api.batch;

/**
 * The values that all rows of a table share.
 *
 * @param window the window
 * @param updatedMillis when the rows were made, ms since 1970; a repeated write keeps it
 * @param metaClientName the configured name of this client
 * @param metaNetworkName the configured name of the network
 */
public record TableContext(
    Window window, long updatedMillis, String metaClientName, String metaNetworkName) {

  /** Copies the context for another window, that of a metric with a slower interval. */
  public TableContext withWindow(Window other) {
    return new TableContext(other, updatedMillis, metaClientName, metaNetworkName);
  }
}
