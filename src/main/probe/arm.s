@ The probe for arm, from ARMv5 on; README.md beside it says what it does.
        .text
        .arm
        .arch   armv5t
        .set    base, 0x10000
ehdr:   .byte   0x7f, 'E', 'L', 'F', 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
        .short  2, 40                           @ ET_EXEC, EM_ARM
        .long   1
        .long   base + _start - ehdr
        .long   phdr - ehdr, 0
        .long   0x05000000                      @ EABI 5
        .short  52, 32, 2, 0, 0, 0
phdr:   .long   1, 0, base, base, end - ehdr, end - ehdr, 5, 0x10000
        .long   0x6474e551, 0, 0, 0, 0, 0, 6, 16

@ With arguments, a folder and paths in it: of the program at each the first 256 bytes, at that multiple of 256.
programs:
        add     r8, r8, #8
        ldr     r0, [r8]
        mov     r7, #61                         @ chroot
        svc     #0
        cmp     r0, #0
        blt     done
        mov     r9, #0
3:      ldr     r0, [r8, #4]!
        cmp     r0, #0
        beq     done
        mov     r1, #1                          @ X_OK
        mov     r7, #33                         @ access
        svc     #0
        cmp     r0, #0
        bne     4f
        ldr     r0, [r8]
        mov     r1, #0x800                      @ O_RDONLY|O_NONBLOCK
        mov     r7, #5                          @ open
        svc     #0
        mov     r1, sp
        mov     r2, #256
        mov     r7, #3                          @ read
        svc     #0
        cmp     r0, #0
        ble     4f
        mov     r10, r0
        mov     r0, r4
        mov     r1, r9
        mov     r2, #0                          @ SEEK_SET
        mov     r7, #19                         @ lseek
        svc     #0
        mov     r2, r10
        mov     r1, sp
        bl      write
4:      add     r9, r9, #256
        b       3b

_start: mov     r8, sp
        sub     sp, sp, #256                    @ the buffer
        adr     r0, out
        ldr     r1, create
        mov     r2, #0644
        mov     r7, #5                          @ open
        svc     #0
        cmp     r0, #0
        blt     fail
        mov     r4, r0
        ldr     r9, [r8]
        cmp     r9, #1
        bhi     programs

        adr     r1, boot
        adr     r5, bootid
        bl      copy
        adr     r1, kernel
        adr     r5, release
        bl      copy

        adr     r1, bundled
        bl      say
        adr     r0, emulator
        mov     r1, #0                          @ F_OK
        mov     r7, #33                         @ access
        svc     #0
        cmp     r0, #0
        adreq   r1, yes
        adrne   r1, no
        bl      say

        adr     r1, exe
        bl      say
        adr     r0, self
        mov     r1, sp
        mov     r2, #256
        mov     r7, #85                         @ readlink
        svc     #0
        cmp     r0, #0
        movge   r2, r0
        movge   r1, sp
        blge    write
        adr     r1, newline
        bl      say
done:   mov     r0, #0
        b       exit
fail:   mov     r0, #1
exit:   mov     r7, #1                          @ exit
        svc     #0

@ Says the text at r1 (a length and its bytes), then the file named at r5, or a newline where it can't be read.
copy:   mov     r6, lr
        bl      say
        mov     lr, r6
        mov     r0, r5
        mov     r1, #0                          @ O_RDONLY
        mov     r7, #5                          @ open
        svc     #0
        mov     r1, sp
        mov     r2, #256
        mov     r7, #3                          @ read; of a file that did not open it fails as well
        svc     #0
        mov     r2, r0
        mov     r1, sp
        cmp     r0, #0
        bgt     write
        adr     r1, newline
say:    ldrb    r2, [r1], #1
write:  mov     r0, r4
        mov     r7, #4                          @ write
        svc     #0
        bx      lr

create:   .long 0x241                           @ O_WRONLY|O_CREAT|O_TRUNC
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
          .balign 4
out:      .asciz "/multiarch-facts"
          .balign 4
bootid:   .asciz "/proc/sys/kernel/random/boot_id"
          .balign 4
release:  .asciz "/proc/sys/kernel/osrelease"
          .balign 4
emulator: .asciz "/dev/.buildkit_qemu_emulator"
          .balign 4
self:     .asciz "/proc/thread-self/exe"
end:
