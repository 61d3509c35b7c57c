/** Slots of the beacon chain: the public networks' genesis and slot length, and the arithmetic. */
package io.observoor.agent.slots;
