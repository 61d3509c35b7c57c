/** What commands are made of: arguments, errors, tables, JSON, help. */
package io.observoor.shell.command;
