/**
 * Delivery as a whole: {@link io.observoor.delivery.component.DurableDelivery}, and the OSGi
 * component around it.
 */
package io.observoor.delivery.component;
