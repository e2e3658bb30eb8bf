// The probe for arm64; README.md beside it says what it does.
        .text
        .set    base, 0x400000
ehdr:   .byte   0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0
        .short  2, 183                          // ET_EXEC, EM_AARCH64
        .long   1
        .quad   base + _start - ehdr
        .quad   phdr - ehdr, 0
        .long   0
        .short  64, 56, 2, 0, 0, 0
phdr:   .long   1, 5                            // PT_LOAD, R+X
        .quad   0, base, base, end - ehdr, end - ehdr, 0x10000
        .long   0x6474e551, 6                   // PT_GNU_STACK, R+W
        .quad   0, 0, 0, 0, 0, 16

// With arguments, a folder and paths in it: of the program at each the first 256 bytes, at that multiple of 256.
programs:
        add     x23, x22, #16
        ldr     x0, [x23]
        mov     x8, #51                         // chroot
        svc     #0
        tbnz    x0, #63, done
        mov     x24, #0
3:      ldr     x1, [x23, #8]!
        cbz     x1, done
        mov     x0, #-100
        mov     x2, #1                          // X_OK
        mov     x8, #48                         // faccessat
        svc     #0
        cbnz    x0, 4f
        mov     x0, #-100
        ldr     x1, [x23]
        mov     x2, #0x800                      // O_RDONLY|O_NONBLOCK
        mov     x8, #56                         // openat
        svc     #0
        mov     x1, sp
        mov     x2, #256
        mov     x8, #63                         // read
        svc     #0
        cmp     x0, #0
        b.le    4f
        mov     x25, x0
        mov     x0, x19
        mov     x1, x24
        mov     x2, #0                          // SEEK_SET
        mov     x8, #62                         // lseek
        svc     #0
        mov     x2, x25
        mov     x1, sp
        bl      write
4:      add     x24, x24, #256
        b       3b

_start: mov     x22, sp
        sub     sp, sp, #256                    // the buffer
        mov     x0, #-100                       // AT_FDCWD
        adr     x1, out
        mov     x2, #0x241                      // O_WRONLY|O_CREAT|O_TRUNC
        mov     x3, #0644
        mov     x8, #56                         // openat
        svc     #0
        tbnz    x0, #63, fail
        mov     x19, x0
        ldr     x9, [x22]
        cmp     x9, #1
        b.hi    programs

        adr     x1, boot
        adr     x20, bootid
        bl      copy
        adr     x1, kernel
        adr     x20, release
        bl      copy

        adr     x1, bundled
        bl      say
        mov     x0, #-100
        adr     x1, emulator
        mov     x2, #0                          // F_OK
        mov     x8, #48                         // faccessat
        svc     #0
        adr     x1, yes
        cbz     x0, 1f
        adr     x1, no
1:      bl      say

        adr     x1, exe
        bl      say
        mov     x0, #-100
        adr     x1, self
        mov     x2, sp
        mov     x3, #256
        mov     x8, #78                         // readlinkat
        svc     #0
        tbnz    x0, #63, 2f
        mov     x2, x0
        mov     x1, sp
        bl      write
2:      adr     x1, newline
        bl      say
done:   mov     x0, #0
        b       exit
fail:   mov     x0, #1
exit:   mov     x8, #93                         // exit
        svc     #0

// Says the text at x1 (a length and its bytes), then the file named at x20, or a newline where it can't be read.
copy:   mov     x21, x30
        bl      say
        mov     x30, x21
        mov     x0, #-100
        mov     x1, x20
        mov     x2, #0                          // O_RDONLY
        mov     x8, #56                         // openat
        svc     #0
        mov     x1, sp
        mov     x2, #256
        mov     x8, #63                         // read; of a file that did not open it fails as well
        svc     #0
        mov     x2, x0
        mov     x1, sp
        cmp     x0, #0
        b.gt    write
        adr     x1, newline
say:    ldrb    w2, [x1], #1
write:  mov     x0, x19
        mov     x8, #64                         // write
        svc     #0
        ret

        .include "texts.s"
