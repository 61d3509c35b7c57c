/** Slots of the beacon chain: the arithmetic, and the public networks' genesis and slot length. */
package io.observoor.agent.slots;
