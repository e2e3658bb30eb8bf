/**
 * Images that a merge takes from elsewhere, in addition to the legs of its plan: {@link dev.multiarch.publish.source.SourceReader}
 * reads what a reference holds, {@link dev.multiarch.publish.source.Assembly} decides what is in the merged index.
 *
 * <p>May import copy.
 */
package dev.multiarch.publish.source;
