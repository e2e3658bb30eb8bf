/* What the probes say and open, but for arm's, which needs its texts aligned; a text is its length and its bytes. */
boot:     .byte 5
          .ascii "boot "
kernel:   .byte 7
          .ascii "kernel "
bundled:  .byte 8
          .ascii "bundled "
yes:      .byte 4
          .ascii "yes\n"
no:       .byte 3
          .ascii "no\n"
exe:      .byte 4
          .ascii "exe "
newline:  .byte 1
          .ascii "\n"
out:      .asciz "/multiarch-facts"
bootid:   .asciz "/proc/sys/kernel/random/boot_id"
release:  .asciz "/proc/sys/kernel/osrelease"
emulator: .asciz "/dev/.buildkit_qemu_emulator"
self:     .asciz "/proc/thread-self/exe"
end:
