/** The base of all commands: parsing with picocli, errors, tables, JSON, {@code help}. */
package io.observoor.shell.command;
