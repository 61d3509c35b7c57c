/** The Declarative Services component of delivery. */
package io.observoor.delivery.component;
