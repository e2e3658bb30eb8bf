/** Work that several threads ask for and one of them does. Uses nothing else of this project. */
package dev.multiarch.concurrent;
